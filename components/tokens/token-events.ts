export interface TokenEvents {
  onDeleted: (id: string) => void
  /** The token had already been deleted. */
  onGone: (id: string) => void
}
