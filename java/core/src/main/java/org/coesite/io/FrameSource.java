package org.coesite.io;

import java.util.function.Consumer;
import org.coesite.structure.Structure;

/** One format's way from lines to structures. */
interface FrameSource {
  /**
   * The next structure, or null after the last.
   *
   * @param warnings told of what is odd but no error, without the place
   */
  Structure next(Consumer<String> warnings);
}
