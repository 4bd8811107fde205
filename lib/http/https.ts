import { env } from '@/lib/config/settings'

/** Whether people reach us over https: a proxy in front speaks it, and `NEXTAUTH_URL` says so. */
export const isHttps = () => env().publicUrl?.startsWith('https://') ?? false
