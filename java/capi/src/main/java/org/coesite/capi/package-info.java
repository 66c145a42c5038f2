/**
 * The Java side of {@code libcoesite.so}: functions that C calls without JNI.
 *
 * <p>{@code native/capi/coesite.h} is the interface and its manual. The library fetches {@link
 * org.coesite.capi.EntryPoints} once; from then on its calls come in here directly, each guarded by
 * {@link org.coesite.capi.Call}, with arrays as memory segments over the host's memory.
 */
package org.coesite.capi;
