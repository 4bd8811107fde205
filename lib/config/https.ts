import { env } from '@/lib/config/settings'

/**
 * Whether the public address is https: a proxy in front terminates TLS, and `NEXTAUTH_URL` says so.
 */
export const isHttps = () => env().publicUrl?.startsWith('https://') ?? false
