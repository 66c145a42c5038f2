/** Matrix products on the device: by cuBLAS where it can be had, else by our own kernel. */
package org.coesite.cuda.blas;
