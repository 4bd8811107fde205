import { setPriority } from 'node:os'
import { hashSync, type Options, verifySync } from '@node-rs/argon2'

/*
 * Runs in a thread of the pool in passwords.ts. On Linux a thread has a priority of its own: a burst of sign-ins takes the
 * time that verification leaves. Elsewhere the priority is the whole process's, and stays.
 */

const niceness = 5

if (process.platform === 'linux') {
  try {
    setPriority(niceness)
  } catch {
    // A sandbox may refuse the call: passwords are hashed all the same.
  }
}

export interface HashTask {
  password: string
  parameters: Options
}

export interface VerifyTask {
  passwordHash: string
  password: string
}

/** @returns argon2id in PHC string format */
export const hash = ({ password, parameters }: HashTask): string => hashSync(password, parameters)

export const verify = ({ passwordHash, password }: VerifyTask): boolean =>
  verifySync(passwordHash, password)
