import { encode } from 'uqr'

/** A QR code (ISO/IEC 18004), to be drawn as one SVG path in a square of `size` modules. */
export interface QrCode {
  size: number
  path: string
}

/** With the quiet zone of four modules that the standard asks for. */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { border: 4 })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { size, path }
}
