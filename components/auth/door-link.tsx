import Link from 'next/link'
import { authLinkClass } from './auth-link'

/** A link of its own between the pages of somebody who is not signed in. */
export function DoorLink({
  href,
  label,
}: {
  href: '/sign-in' | '/forgot-password'
  label: string
}) {
  return (
    <p className="text-center">
      <Link href={href} prefetch={false} className={authLinkClass}>
        {label}
      </Link>
    </p>
  )
}
