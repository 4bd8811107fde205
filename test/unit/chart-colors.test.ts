import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/*
 * The colours of charts are told apart by everybody: each stands out against a card, and any two
 * differ, also with each kind of colour blindness.
 */

type Color = [red: number, green: number, blue: number]

const css = readFileSync('app/globals.css', 'utf8')
const colorsOf = (name: string) =>
  [...css.matchAll(new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`, 'g'))].map(
    ([, light = '', dark = '']) => ({ light, dark }),
  )

const linear = (hex: string): Color => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const luminance = ([red, green, blue]: Color) => 0.2126 * red + 0.7152 * green + 0.0722 * blue

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Machado, Oliveira and Fernandes (2009), for somebody who lacks one kind of cones. */
const sights: Record<string, [Color, Color, Color]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const times = ([r, g, b]: Color, [red, green, blue]: Color) =>
  Math.min(1, Math.max(0, r * red + g * green + b * blue))

function toLab(hex: string, [reds, greens, blues]: [Color, Color, Color]): Color {
  const color = linear(hex)
  const [r, g, b] = [times(reds, color), times(greens, color), times(blues, color)]
  const root = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const [surface] = colorsOf('surface')
const series = colorsOf('series-\\d')

test.each(['light', 'dark'] as const)('each colour stands out against a %s card', (theme) => {
  expect(series).toHaveLength(5)
  for (const color of series)
    expect(contrast(color[theme], surface?.[theme] ?? ''), color[theme]).toBeGreaterThanOrEqual(3)
})

/** In CIELAB; below ten, two colours side by side are hard to tell apart. */
const least = 20

test.each(
  (['light', 'dark'] as const).flatMap((theme) =>
    Object.entries(sights).map(([name, sight]) => ({ theme, name, sight })),
  ),
)('any two differ in a $theme theme, with $name sight', ({ theme, sight }) => {
  const colors = series.map((color) => toLab(color[theme], sight))
  colors.forEach(([l, a, b], i) => {
    for (const [l2, a2, b2] of colors.slice(i + 1))
      expect(Math.hypot(l - l2, a - a2, b - b2)).toBeGreaterThan(least)
  })
})
