import type { ReactNode } from 'react'

/**
 * The shared style of all icons: 16 px, a 1.5 px round stroke in the colour of the adjacent text.
 */
function Icon({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`size-4 shrink-0 ${className}`}
    >
      {children}
    </svg>
  )
}

interface IconProps {
  className?: string
}

export function HomeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2.5 7.2 8 2.5l5.5 4.7v5.3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1z" />
      <path d="M6.25 13.5V9.25h3.5v4.25" />
    </Icon>
  )
}

export function BookIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 4.25C6.75 3.25 4.75 3 2.5 3v9.25c2.25 0 4.25.25 5.5 1.25 1.25-1 3.25-1.25 5.5-1.25V3c-2.25 0-4.25.25-5.5 1.25zM8 4.25v9.25" />
    </Icon>
  )
}

export function PeopleIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="6" cy="5.25" r="2.5" />
      <path d="M1.5 13.25c0-2.5 1.9-4 4.5-4s4.5 1.5 4.5 4M10.75 2.9a2.5 2.5 0 0 1 0 4.7M12.25 9.6c1.4.6 2.25 1.9 2.25 3.65" />
    </Icon>
  )
}

export function ServicesIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.5" y="2.75" width="11" height="4.25" rx="1" />
      <rect x="2.5" y="9" width="11" height="4.25" rx="1" />
      <path d="M5 4.9v.01M5 11.1v.01" />
    </Icon>
  )
}

export function SearchIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </Icon>
  )
}

export function GearIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2 4.75h6.5M12.5 4.75H14M2 11.25h1.5M7.5 11.25H14" />
      <circle cx="10.5" cy="4.75" r="2" />
      <circle cx="5.5" cy="11.25" r="2" />
    </Icon>
  )
}

export function CopyIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="5.75" y="5.75" width="7.75" height="7.75" rx="1.5" />
      <path d="M10.25 3.25a.75.75 0 0 0-.75-.75H4A1.5 1.5 0 0 0 2.5 4v5.5c0 .41.34.75.75.75" />
    </Icon>
  )
}

export function CheckIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m3 8.5 3.25 3.25L13 4.75" />
    </Icon>
  )
}

export function DownloadIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 2.5v7.25M4.75 6.75 8 10l3.25-3.25M2.75 13.25h10.5" />
    </Icon>
  )
}

export function TrashIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2.75 4.25h10.5M6 4.25V3a.75.75 0 0 1 .75-.75h2.5A.75.75 0 0 1 10 3v1.25M4 4.25l.5 8.35a1 1 0 0 0 1 .9h5a1 1 0 0 0 1-.9l.5-8.35" />
    </Icon>
  )
}

export function PlusIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 3v10M3 8h10" />
    </Icon>
  )
}

export function CrossIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  )
}

export function ChevronRightIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6.25 4 4 4-4 4" />
    </Icon>
  )
}

export function ChevronsIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M5 6.25 8 3.5l3 2.75M5 9.75l3 2.75 3-2.75" />
    </Icon>
  )
}

export function MenuIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2.5 4.25h11M2.5 8h11M2.5 11.75h11" />
    </Icon>
  )
}

export function GlobeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M2.25 8h11.5M8 2.25c3.5 3.3 3.5 8.2 0 11.5-3.5-3.3-3.5-8.2 0-11.5" />
    </Icon>
  )
}

export function ContrastIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor" />
    </Icon>
  )
}

export function KeyIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="5.25" cy="10.75" r="2.75" />
      <path d="m7.25 8.75 6-6M10.75 5.25l2 2" />
    </Icon>
  )
}

export function RotateIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M13.25 8a5.25 5.25 0 0 1-9.4 3.25M2.75 8a5.25 5.25 0 0 1 9.4-3.25M12.5 2.25v2.75H9.75M3.5 13.75V11h2.75" />
    </Icon>
  )
}

export function LogOutIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M6.25 13.5H3.5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h2.75M10.25 11l3-3-3-3M13 8H6.25" />
    </Icon>
  )
}

export function InfoIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.5v3.25M8 5.25v.01" />
    </Icon>
  )
}

export function AlertIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 2.5 14 13H2zM8 6.5v3M8 11.25v.01" />
    </Icon>
  )
}

export function EyeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8z" />
      <circle cx="8" cy="8" r="1.75" />
    </Icon>
  )
}

export function EyeOffIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M6.25 3.98A6 6 0 0 1 8 3.75c4 0 6.25 4.25 6.25 4.25s-.6 1.13-1.72 2.24M10.5 11.6a6 6 0 0 1-2.5.65C4 12.25 1.75 8 1.75 8s.85-1.6 2.4-2.85M2.5 2.5l11 11" />
    </Icon>
  )
}
