// Message types of the benchmark's backend, and of its own plain gateway.
export const MessageType = {
  /** Answered with the same payload. */
  ECHO: 1000,
  /** Never answered: its requests must end with TIMEOUT. */
  SILENT: 1001,
  /** A notification that becomes a push of the same envelope to everyone. */
  BROADCAST: 1002,
  /** The same, to the group of all whose first message was of the next type. */
  GROUP_PUSH: 1003,
  /** Answered like ECHO. */
  JOIN: 1004,
  /** From here on, types of routes that only fill the table. */
  FILLER: 100_000,
};
