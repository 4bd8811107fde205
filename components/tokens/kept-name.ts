'use client'

/* The name of a token that was typed when the session turned out to be over: it is there again after the sign-in that follows, in this tab. */

const key = 'jeton.token-name'

export function keepName(name: string) {
  try {
    sessionStorage.setItem(key, name)
  } catch {
    // A browser that keeps nothing for the page has it typed again.
  }
}

/** @returns the name that was kept, once; or null */
export function takeKeptName(): string | null {
  try {
    const name = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return name
  } catch {
    return null
  }
}
