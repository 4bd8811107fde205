import { env } from '@/lib/env'

/** A cookie of ours: kept from scripts; on https it never travels in the clear, and no other host can set it. */
export function ownCookie<SameSite extends 'lax' | 'strict'>(
  name: string,
  { sameSite, maxAge }: { sameSite: SameSite; maxAge: number },
) {
  const secure = env().publicUrl?.startsWith('https://') ?? false
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite, path: '/', secure, maxAge },
  }
}
