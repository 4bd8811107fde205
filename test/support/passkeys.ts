import { Authenticator } from '@/test/support/authenticator'
import { type Call, password } from '@/test/support/client'

/** Adds a passkey to an account whose session has just been confirmed, or confirms it. */
export async function addPasskey(
  call: Call,
  { address, authToken }: { address: string; authToken: string },
): Promise<Authenticator> {
  const headers = { 'xc-auth': authToken }
  const passkey = new Authenticator(address)
  const options = await call('POST', '/api/v1/passkeys/options', { headers, json: { password } })
  const json = { name: 'Laptop', credential: passkey.create(options.body) }
  const added = await call('POST', '/api/v1/passkeys', { headers, json })
  if (added.status !== 200) throw new Error(`No passkey to test with: ${added.text}`)
  return passkey
}
