package org.coesite.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.FilePartition;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * The records of the partitions of an input: computing one screens that partition. A partition is
 * one of the source's, and known by its number; nothing moves between partitions.
 */
final class ScreenedParts extends RDD<PartRecord> {
  private static final long serialVersionUID = 1L;

  private final PartWork work;

  ScreenedParts(RDD<Row> rows, PartWork work) {
    super(rows, ClassTag$.MODULE$.apply(PartRecord.class));
    this.work = work;
  }

  @Override
  public Partition[] getPartitions() {
    return rows().partitions();
  }

  /** Looked up, not kept: Spark cuts the dependency when it makes a checkpoint. */
  @SuppressWarnings("unchecked")
  private RDD<Row> rows() {
    return (RDD<Row>) dependencies().head().rdd();
  }

  @Override
  public scala.collection.Iterator<PartRecord> compute(Partition split, TaskContext task) {
    Iterator<Row> rows = CollectionConverters.asJava(rows().iterator(split, task));
    PartRecord record = work.run((FilePartition) split, rows, task);
    return CollectionConverters.asScala(List.of(record).iterator());
  }
}
