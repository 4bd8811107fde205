import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'

/** Returns the origin of the server for links that no request asks for: the public address, if set. */
export const ownAddress = () => serverAddress(new Headers(), env())
