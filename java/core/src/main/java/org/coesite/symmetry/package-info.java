/** Crystallographic symmetry: operations, Hall symbols and the settings of the 230 space groups. */
package org.coesite.symmetry;
