import type { Locator, Page } from 'playwright-core';

/** Swagger UI as a person uses it. */
export class SwaggerPage {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`${this.url}/api/docs`);
    await this.isReady();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isReady();
  }

  /** Pastes a token into the dialog behind "Authorize", over one that is there. */
  async authorize(token: string): Promise<void> {
    await this.page.locator('.auth-wrapper .authorize').click();
    const dialog = this.page.locator('.dialog-ux');
    const logout = dialog.getByRole('button', { name: /logout|remove/i });
    if ((await logout.count()) > 0) await logout.click();
    await dialog.locator('input').fill(token);
    await dialog.locator('button.authorize').click();
    await dialog.locator('button.btn-done').click();
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.page.locator('.auth-wrapper .authorize.locked').count()) > 0;
  }

  /** Unfolds an operation; it is ready to be tried. */
  async unfold(operationId: string): Promise<Locator> {
    const operation = this.page.locator(`.opblock[id$="-${operationId}"]`).first();
    const classes = (await operation.getAttribute('class')) ?? '';
    if (!classes.includes('is-open')) await operation.locator('.opblock-summary-control').first().click();
    await operation.locator('button.execute').waitFor();
    return operation;
  }

  async chooseExample(operation: Locator, name: string): Promise<void> {
    await operation.locator('.opblock-section-request-body .examples-select-element').selectOption(name);
  }

  /** What stands in the fields of an operation's parameters. */
  async parameters(operation: Locator): Promise<Record<string, string>> {
    const rows = await operation.locator('tr[data-param-name]:has(input)').all();
    const fields = rows.map(async (row) => [
      (await row.getAttribute('data-param-name')) ?? '',
      await row.locator('input').first().inputValue(),
    ]);
    return Object.fromEntries(await Promise.all(fields));
  }

  /** Executes an operation and gives the status and the body that the page shows. */
  async execute(operation: Locator): Promise<{ status: string; body: string }> {
    await operation.locator('button.execute').click();
    const response = operation.locator('.live-responses-table tr.response').first();
    await response.waitFor();
    const status = await response.locator('.response-col_status').innerText();
    const body = await response.locator('.response-col_description').innerText();
    return { status: status.trim().split(/\s/)[0] ?? '', body };
  }

  private isReady(): Promise<void> {
    return this.page.locator('.opblock').first().waitFor();
  }
}
