/**
 * Learning tensors of atoms: equivariant features of their environments, kernels of them, models.
 *
 * <p>A tensor of rank 2 is spherical components of lambda = 0, 1, 2 ({@link
 * org.coesite.math.RankTwo}). Features that turn like them are products of two expansions of the
 * neighbour density (lambda-SOAP: Grisafi, Wilkins, Csanyi and Ceriotti, Phys. Rev. Lett. 120,
 * 036002 (2018)); the kernel of lambda multiplies their dot products with a power of the scalar
 * SOAP kernel. {@link TensorTrainer} makes a {@link TensorParameters}, {@link TensorModel} runs it
 * on a backend.
 */
package org.coesite.tensors;
