interface QrImageProps {
  label: string
  /** Modules on each side. */
  size: number
  /** The dark modules, as an SVG path. */
  path: string
}

/** Dark on white in both themes: cameras read nothing else reliably. */
export function QrImage({ label, size, path }: QrImageProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded-m border border-line"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
