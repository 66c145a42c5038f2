/** Electronic densities of states: from Kohn-Sham eigenvalues to curves, and what follows. */
package org.coesite.dos;
