import { CompactEncrypt, compactDecrypt } from 'jose'

/*
 * The sealed copy of an API token, or of the secret of an authenticator app: a JWE (RFC 7516, `dir`
 * and A256GCM) whose protected header names the row, so that a copy that was moved to another row
 * is rejected there.
 */

/**
 * @param rowId what the header names: a token's id, or as lib/second-factor/sealed-secret.ts says
 * @param sealKey 32 bytes
 */
export function seal(secret: string, rowId: string, sealKey: Uint8Array): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(secret))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', sub: rowId })
    .encrypt(sealKey)
}

/** @throws when the copy was made with another key, was altered, or belongs to another row */
export async function openSealed(
  sealed: string,
  rowId: string,
  sealKey: Uint8Array,
): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, sealKey, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  })
  if (protectedHeader.sub !== rowId) throw new Error('The sealed copy belongs to another row')
  return new TextDecoder().decode(plaintext)
}
