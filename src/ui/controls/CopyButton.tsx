import { useState } from 'react';
import { Icon } from './Icon';
import { useSpeech } from '../lab';

/** Copies a text and says so for a moment. */
export function CopyButton({
  label,
  text,
  className = 'quiet',
  icon,
}: {
  label: string;
  text(): string;
  className?: string;
  icon?: 'copy';
}) {
  const { words } = useSpeech();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const name = copied ? words.common.copied : label;
  if (icon) {
    return (
      <button type="button" className="icon" aria-label={name} title={name} onClick={() => void copy()}>
        <Icon name={copied ? 'check' : icon} />
      </button>
    );
  }
  return (
    <button type="button" className={className} onClick={() => void copy()}>
      {name}
    </button>
  );
}
