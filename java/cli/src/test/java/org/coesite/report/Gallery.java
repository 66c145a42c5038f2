package org.coesite.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes reports of made-up data into a folder, for people to look at. */
final class Gallery {
  private Gallery() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ScreenReport few = MadeUpScreening.report(13, "");
    few.add(MadeUpScreening.failure("frameworks/broken <b>.cif"), new double[0], null);
    write(few, folder.resolve("few"));
    write(MadeUpScreening.report(13, "D3(BJ)"), folder.resolve("dispersion"));
    write(MadeUpScreening.report(1, ""), folder.resolve("one"));
    write(MadeUpScreening.report(300, ""), folder.resolve("hundreds"));
    write(MadeUpScreening.report(10_000, ""), folder.resolve("many"));
    Path training = Files.createDirectories(folder.resolve("training"));
    MadeUpTraining.report().write(training);
    ScreenReport none = MadeUpScreening.report(0, "");
    none.add(MadeUpScreening.failure("a.cif"), new double[0], null);
    write(none, folder.resolve("none"));
  }

  private static void write(ScreenReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    report.write(folder);
  }
}
