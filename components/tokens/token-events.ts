export interface TokenEvents {
  onDeleted: (id: string) => void
  /** It turned out to be deleted already. */
  onGone: (id: string) => void
}
