/**
 * Screening as a Spark job: structures in files or Parquet, read by Spark's own sources; each
 * partition of the input a part of the result, written under a name of its own; no shuffle
 * anywhere.
 */
package org.coesite.spark;
