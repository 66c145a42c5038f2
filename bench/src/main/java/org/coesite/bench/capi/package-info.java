/** What calls from C are compared with. */
package org.coesite.bench.capi;
