import { userInfo } from 'node:os'

/** A user, as known to the system. */
export interface User {
  uid: number
  name: string
  /** Primary group and home folder; undefined for a user id without an account. */
  gid: number | undefined
  home: string | undefined
}

/**
 * Looks up a user, as root. Node only reports the user that the process acts as, so the process
 * acts as that user for a moment.
 */
export function lookUp(uid: number): User {
  try {
    process.seteuid?.(uid)
    return accountOf(uid)
  } catch {
    return withoutAccount(uid)
  } finally {
    process.seteuid?.(0)
  }
}

/** @param uid the user that this process acts as, who need not have an account */
export function accountOf(uid: number): User {
  try {
    const { username: name, gid, homedir: home } = userInfo()
    return { uid, name, gid, home }
  } catch {
    return withoutAccount(uid)
  }
}

const withoutAccount = (uid: number): User => ({
  uid,
  name: `${uid}`,
  gid: undefined,
  home: undefined,
})
