export const MessageType: Readonly<
  Record<'ECHO' | 'SILENT' | 'BROADCAST' | 'GROUP_PUSH' | 'JOIN' | 'FILLER', number>
>;
