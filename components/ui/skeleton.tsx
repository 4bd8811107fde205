/** A place held for what is on its way, of the size it will have. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`animate-breathe rounded-s bg-hover ${className}`} />
}
