/** A session as its user sees it. Times are RFC 3339, UTC. */
export interface SessionRow {
  id: string
  /** Such as "Chromium 156"; empty when it is not known. */
  browser: string
  /** Such as "Linux"; empty when it is not known. */
  system: string
  created_at: string
  last_seen_at: string
  expires_at: string
  /** Whether it is the session that asks. */
  is_current: boolean
}
