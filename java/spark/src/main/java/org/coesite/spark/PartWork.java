package org.coesite.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.util.SerializableConfiguration;
import org.coesite.screen.Screening;

/**
 * What a task does: screens the structures of one partition and writes the tables of it.
 *
 * @param job what is to be found out
 * @param hadoop how file systems are reached
 * @param out the folder of results
 * @param kind what a row of the input is
 * @param labels what files are called
 * @param attempts how often a task is tried
 */
record PartWork(
    Broadcast<JobInput> job,
    Broadcast<SerializableConfiguration> hadoop,
    String out,
    StructureSource.Kind kind,
    FileLabels labels,
    int attempts)
    implements Serializable {
  private static final String CPU = "cpu";

  /** Does it. */
  PartRecord run(FilePartition part, Iterator<Row> rows, TaskContext task) {
    long start = System.nanoTime();
    JobInput input = job.value();
    PartTables tables = new PartTables(input.settings().columns());
    String device;
    boolean shared = !input.device().equals(CPU);
    try (Engines.Lease lease =
        Engines.of(input).borrow(device(input.device(), task), shared, task.cpus())) {
      Engine engine = lease.engine();
      device = engine.description();
      Screening.run(
          new PartFrames(rows, kind, labels, files(part), task.attemptNumber() >= attempts - 1),
          engine.evaluation(),
          (frame, outcome) -> tables.add(frame, engine.assessment().row(frame, outcome)));
      lease.sound();
    }
    OutputFolder folder = new OutputFolder(out, hadoop.value().value());
    double seconds = 1e-9 * (System.nanoTime() - start);
    return tables.write(folder, part.index(), Long.toString(task.taskAttemptId()), seconds, device);
  }

  /** The device that Spark gave to the task, where it gives out devices. */
  private static String device(String name, TaskContext task) {
    ResourceInformation gpu = task.resourcesJMap().get("gpu");
    return gpu == null || name.equals(CPU) ? name : name + ":" + gpu.addresses()[0];
  }

  private static List<String> files(FilePartition part) {
    return Arrays.stream(part.files()).map(file -> file.toPath().toString()).distinct().toList();
  }
}
