/** A placeholder for content that is loading, in the size of that content. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`animate-breathe rounded-s bg-hover ${className}`} />
}
