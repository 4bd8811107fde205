import { setPriority } from 'node:os'
import { hashSync, type Options, verifySync } from '@node-rs/argon2'

/*
 * Runs in a thread of the pool in password.ts. On Linux each thread has its own priority, so a
 * burst of sign-ins uses only the CPU time that verification leaves. Elsewhere the priority belongs
 * to the whole process and is not changed.
 */

const niceness = 5

if (process.platform === 'linux') {
  try {
    setPriority(niceness)
  } catch {
    // A sandbox may refuse the call. Hashing does not depend on it.
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

/** @returns an argon2id hash in PHC string format */
export const hash = ({ password, parameters }: HashTask): string => hashSync(password, parameters)

export const verify = ({ passwordHash, password }: VerifyTask): boolean =>
  verifySync(passwordHash, password)
