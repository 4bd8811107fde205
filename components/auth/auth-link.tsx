import Link from 'next/link'
import { Text } from '@/components/ui/text'

export const authLinkClass =
  'font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink'

interface AuthLinkProps {
  question: string
  href: '/sign-in' | '/sign-up'
  label: string
  next: string
}

/** A link between sign-in and sign-up that keeps the page to continue to. */
export function AuthLink({ question, href, label, next }: AuthLinkProps) {
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <p className="text-center text-muted">
      <Text>{`${question} `}</Text>
      <Link href={`${href}${query}`} prefetch={false} className={authLinkClass}>
        {label}
      </Link>
    </p>
  )
}
