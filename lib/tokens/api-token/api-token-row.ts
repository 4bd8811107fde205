/** An API token as the API and the screens show it: never the secret. Times are RFC 3339, UTC. */
export interface ApiTokenRow {
  id: string
  name: string
  /** NocoDB's word for the name. */
  description: string
  /** The form of the token and its last four characters. */
  token_hint: string
  fk_user_id: string
  created_by: string
  created_at: string
  updated_at: string
  last_used_at: string | null
  /** How often it was accepted, up to half a minute ago. */
  use_count: number
}
