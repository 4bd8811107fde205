import { CompactEncrypt, compactDecrypt } from 'jose'

/*
 * The sealed copy of an API token: a JWE (RFC 7516, `dir` and A256GCM) whose protected header names
 * the token's row, so that a copy that was moved to another row is rejected there.
 */

/** @param sealKey 32 bytes */
export function seal(secret: string, tokenId: string, sealKey: Uint8Array): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(secret))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', sub: tokenId })
    .encrypt(sealKey)
}

/** @throws when the copy was made with another key, was altered, or belongs to another token */
export async function openSealed(
  sealed: string,
  tokenId: string,
  sealKey: Uint8Array,
): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, sealKey, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  })
  if (protectedHeader.sub !== tokenId) throw new Error('The sealed copy belongs to another token')
  return new TextDecoder().decode(plaintext)
}
