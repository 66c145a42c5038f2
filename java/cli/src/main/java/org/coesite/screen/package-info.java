/**
 * Screening, whoever runs it: frames of structure files, what becomes of each, and the rows of the
 * table. The command line screens on one machine with it, the Spark job on many.
 */
package org.coesite.screen;
