/** What examples of molecular dynamics share: legs of a run, their means, what they cost. */
package org.coesite.examples.dynamics;
