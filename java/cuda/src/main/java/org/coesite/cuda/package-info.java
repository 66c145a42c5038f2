/** The GPU backend, on a GPU or on the emulated driver. */
package org.coesite.cuda;
