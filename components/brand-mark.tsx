/** The logo: a brass coin stamped with a J. */
export function BrandMark({ className = 'size-[22px]' }: { className?: string }) {
  return (
    <svg viewBox="0 0 22 22" fill="none" aria-hidden="true" className={`shrink-0 ${className}`}>
      <circle cx="11" cy="11" r="9.5" strokeWidth="1.6" className="fill-accent-soft stroke-brass" />
      <circle cx="11" cy="11" r="6.2" strokeDasharray="1.6 1.3" className="stroke-brass" />
      <path
        d="M12.6 7.4v5.1a2.1 2.1 0 0 1-3.9 1.1"
        strokeWidth="1.7"
        strokeLinecap="round"
        className="stroke-accent"
      />
    </svg>
  )
}

/** The logo without its letter: the picture of an empty list. */
export function BlankCounter() {
  return (
    <svg viewBox="0 0 22 22" fill="none" aria-hidden="true" className="size-14">
      <circle cx="11" cy="11" r="9.5" className="stroke-line-strong" />
      <circle
        cx="11"
        cy="11"
        r="6.2"
        strokeWidth=".7"
        strokeDasharray="1.6 1.3"
        className="stroke-brass"
      />
    </svg>
  )
}
