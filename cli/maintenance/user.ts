import { userInfo } from 'node:os'

/** What the system knows of a user. */
export interface User {
  uid: number
  name: string
  /** Of the user's own group, and home; undefined for a number without an account. */
  gid: number | undefined
  home: string | undefined
}

/** For root: Node tells of the user that a process acts as, and of no other. */
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
