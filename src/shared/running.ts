/** What everything that was started gives back. `stop()` may be called more than once. */
export interface Running {
  stop(): Promise<void>;
}
