package org.coesite.examples.silica;

/** What others measured, restated from the abstracts of their papers. */
final class Literature {
  /**
   * The alpha-beta transition of cristobalite, K (Schmahl, Swainson, Dove and Graeme-Barber, Z.
   * Kristallogr. 201, 125 (1992)), who also give its jump of the volume, 5 per cent.
   */
  static final double TRANSITION = 533;

  /**
   * Si-O-Si angles of vitreous silica.
   *
   * @param mean degrees
   * @param deviation standard deviation, degrees
   */
  record Angles(double mean, double deviation) {}

  /** From the 29Si spectrum (Mauri et al., Phys. Rev. B 62, R4786 (2000)). */
  static final Angles MAURI = new Angles(151, 11);

  /** From the 29Si spectrum (Charpentier, Kroll and Mauri, J. Phys. Chem. C 113, 7917 (2009)). */
  static final Angles CHARPENTIER = new Angles(148.4, 10.8);

  private Literature() {}
}
