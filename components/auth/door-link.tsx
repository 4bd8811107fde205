import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { authLinkClass } from './auth-link'

interface DoorLinkProps {
  href: '/sign-in' | '/forgot-password' | '/found'
  label: string
}

/** A link of its own between the pages of somebody who is not signed in. */
export function DoorLink({ href, label }: DoorLinkProps) {
  return (
    <p className="text-center">
      <Link href={href} prefetch={false} className={authLinkClass}>
        {label}
      </Link>
    </p>
  )
}

/** The only way on from a page. */
export function DoorButton({ href, label }: DoorLinkProps) {
  const look = buttonClass({ variant: 'primary' })
  return (
    <Link href={href} prefetch={false} className={`${look} min-h-[38px]`}>
      {label}
    </Link>
  )
}
