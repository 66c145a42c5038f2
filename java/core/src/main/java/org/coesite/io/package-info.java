/**
 * Files: structures (extended XYZ, CIF, POSCAR, magres, each also gzipped), NumPy arrays, and
 * writing in a way that never leaves half a file behind.
 *
 * <p>Whatever is wrong with a file is a {@link org.coesite.CoesiteException} that names the file,
 * the place in it, what is wrong and what would be right.
 */
package org.coesite.io;
