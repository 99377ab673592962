/** What a funnel hands on is saved, scored elsewhere, and ordered by these scores; some lists lack one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { openLab, openTab, trainTenSteps } from './actions';
import { sidewaysScroll } from './fits';
import { expect, expectAccessible, test } from './lab';

test('a file of scores orders the lists whose every item has one, by keys, also in Chinese', async ({ page }) => {
  test.slow();
  await openLab(page);
  await trainTenSteps(page);
  await openTab(page, 'Funnel');
  const panel = page.getByRole('tabpanel', { name: 'Funnel' });
  await panel.getByRole('textbox', { name: 'Items that stage 1 keeps' }).fill('30');

  const stage = panel.getByRole('group', { name: /^Last stage/ });
  const save = stage.getByRole('button', { name: 'Save what is handed on' });
  const download = page.waitForEvent('download');
  await save.focus();
  await page.keyboard.press('Enter');
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/\.candidates\.csv$/);
  const [head, ...pairs] = readFileSync(await saved.path(), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(head).toBe('user,item');

  const userOf = (pair: string | undefined) => pair?.split(',')[0];
  const [first] = pairs;
  // The first user's first item has no score.
  const scored = pairs.slice(1).map((pair, at) => `${pair},${at}`);
  const users = new Set(pairs.map(userOf)).size;
  expect(userOf(first)).toBe(userOf(pairs[1]));
  const choose = stage.getByRole('button', { name: 'Choose a file…' });
  const chooser = page.waitForEvent('filechooser');
  await choose.focus();
  await page.keyboard.press('Enter');
  await (
    await chooser
  ).setFiles({ name: 'ranker.csv', mimeType: 'text/csv', buffer: Buffer.from(`${scored.join('\n')}\nnobody,x,1\n`) });
  await expect(stage).toContainText('ranker.csv');
  await stage.getByRole('textbox', { name: 'Items that the file of scores keeps' }).fill('10');

  await panel.getByRole('button', { name: 'Run the test users through' }).press('Enter');
  const found = panel.getByRole('region', { name: 'Ordered by the scores in “ranker.csv”' });
  await expect(found).toContainText(`It orders the lists of ${users - 1} of ${users} users`, { timeout: 400_000 });
  await expect(found).toContainText('All other lists stay as they were handed on');
  await expect(found).toContainText('1 line has a user that is not in the data.');
  await expect(found.locator('tbody tr')).toHaveText(/^2\. ranker\.csv3010.*not knownnot known$/);
  await expectAccessible(page, 'a file of scores', '.tab-page');

  const toChinese = page.getByRole('button', { name: '中文' });
  await toChinese.focus();
  await page.keyboard.press('Enter');
  const chinese = page.getByRole('region', { name: '按“ranker.csv”中的分数排序' });
  await expect(chinese).toContainText(`${users} 名用户中有 ${users - 1} 名的列表按它排序`);
  await expectAccessible(page, 'a file of scores in Chinese', '.tab-page');
  // What was chosen is not there any more as it was.
  const file = test.info().outputPath('changing.csv');
  writeFileSync(file, scored.join('\n'));
  await page.getByTestId('file-scores').setInputFiles(file);
  writeFileSync(file, `${scored.join('\n')}\n`);
  await page.getByRole('button', { name: '让测试用户逐级通过' }).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '文件未能读完' })).toBeVisible();
  await page.getByRole('button', { name: '移除分数文件' }).press('Enter');
  await expect(page.getByRole('button', { name: '选择文件…' })).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});
