import { useState } from 'react';
import { useSpeech } from '../lab';

/** Copies a text and says so for a moment. */
export function CopyButton({ label, text, className = 'quiet' }: { label: string; text(): string; className?: string }) {
  const { words } = useSpeech();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" className={className} onClick={() => void copy()}>
      {copied ? words.common.copied : label}
    </button>
  );
}
