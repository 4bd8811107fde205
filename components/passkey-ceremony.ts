'use client'

import { useSyncExternalStore } from 'react'
import { type ApiResult, callApi, type Failure } from './api'

/*
 * The part of the browser in passkeys. The library is loaded when it is needed, and by pages that
 * need it alone.
 */

const library = () => import('@simplewebauthn/browser')

type Credential = Record<string, unknown>

/** Why there is no credential: a failed call, or the user or the browser that has refused. */
export type CeremonyFailure = Failure | { kind: 'cancelled' }
export type Ceremony = { kind: 'data'; data: Credential } | CeremonyFailure

const cancelled = { kind: 'cancelled' } as const

/**
 * Whether passkeys work on this page: in a browser that has them, at the address to which they
 * belong. False while the server renders.
 * @param host the relying party's id; null where there are no passkeys
 */
export const usePasskeys = (host: string | null): boolean =>
  useSyncExternalStore(
    () => () => {},
    () => host === location.hostname && 'PublicKeyCredential' in window,
    () => false,
  )

/** Creates a passkey for options of the API. */
export async function createPasskey(options: ApiResult<Credential>): Promise<Ceremony> {
  if (options.kind !== 'data') return options
  const { startRegistration } = await library()
  const optionsJSON = options.data as unknown as Parameters<
    typeof startRegistration
  >[0]['optionsJSON']
  return attempt(() => startRegistration({ optionsJSON }))
}

/**
 * Asks for a passkey.
 * @param path where the API answers the options
 * @param isOffered whether it is offered in the email field, instead of being asked for at once
 */
export async function askForPasskey(path: string, isOffered = false): Promise<Ceremony> {
  const { browserSupportsWebAuthnAutofill, startAuthentication } = await library()
  if (isOffered && !(await browserSupportsWebAuthnAutofill())) return cancelled
  const options = await callApi<Credential>('POST', path)
  if (options.kind !== 'data') return options
  const optionsJSON = options.data as unknown as Parameters<
    typeof startAuthentication
  >[0]['optionsJSON']
  return attempt(() => startAuthentication({ optionsJSON, useBrowserAutofill: isOffered }))
}

/** Ends an offer that nobody has taken. */
export const endOffer = async (): Promise<void> =>
  (await library()).WebAuthnAbortService.cancelCeremony()

async function attempt(ceremony: () => Promise<object>): Promise<Ceremony> {
  try {
    return { kind: 'data', data: { ...(await ceremony()) } }
  } catch {
    return cancelled
  }
}
