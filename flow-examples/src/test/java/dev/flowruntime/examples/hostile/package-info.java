/** Sends generated requests that no honest client would send, and looks at what comes back. */
package dev.flowruntime.examples.hostile;
