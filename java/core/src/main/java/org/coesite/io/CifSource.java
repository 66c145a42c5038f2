package org.coesite.io;

import java.util.function.Consumer;
import org.coesite.structure.Structure;

/** The structures of a CIF: its data blocks that have atoms. */
final class CifSource implements FrameSource {
  private final TextLines lines;
  private final CifTokens tokens;
  private final ReadOptions options;
  private boolean found;

  CifSource(TextLines lines, ReadOptions options) {
    this.lines = lines;
    this.options = options;
    tokens = new CifTokens(lines);
  }

  @Override
  public Structure next(Consumer<String> warnings) {
    while (true) {
      CifBlock block = CifBlock.read(tokens, lines);
      if (block == null) {
        if (!found) {
          throw lines.errorAt(
              0, "no data block has atoms; _atom_site_fract_x, _y and _z were expected");
        }
        return null;
      }
      if (CifCrystal.hasAtoms(block)) {
        found = true;
        return new CifCrystal(block, lines, options, warnings).structure();
      }
    }
  }
}
