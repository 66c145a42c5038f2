package org.coesite.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.coesite.io.StructureReader;
import org.coesite.io.StructureWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Rewrites structures in another format. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Rewrites structures in the format that the name of OUT tells: extended XYZ (.xyz), CIF"
            + " (.cif), POSCAR (.vasp, POSCAR) or magres (.magres), gzipped where it ends in .gz.")
final class ConvertCommand implements Callable<Integer> {
  @Mixin private PropertyOptions properties;

  @Parameters(index = "0", paramLabel = "IN", description = "CIF, extended XYZ, POSCAR or magres.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "Replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    try (StructureReader reader = StructureReader.open(in, properties.readOptions());
        StructureWriter writer = StructureWriter.create(out)) {
      while (reader.hasNext()) {
        writer.write(reader.next());
        reader.warnings().forEach(warning -> System.err.println("coesite convert: " + warning));
      }
      writer.commit();
    }
    return 0;
  }
}
