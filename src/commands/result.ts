/** What a command hands back: its exit code. */
export interface Result {
  code: number;
}
