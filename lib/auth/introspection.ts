/** What a token is and whose (RFC 7662, section 2.2). Of one that is not accepted nothing is told. Times in seconds. */
export type Introspection =
  | { active: false }
  | {
      active: true
      sub: string
      username: string
      name: string
      token_type: 'api_token' | 'auth_token'
      /** An API token's id and name. */
      client_id?: string
      token_name?: string
      iat: number
      /** Missing: it does not expire. */
      exp?: number
    }
