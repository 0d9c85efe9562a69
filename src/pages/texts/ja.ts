import type { Texts } from './texts.ts';

/** 各ページの日本語の文言。です・ます調で書く。 */
export const ja: Texts = {
  'page.cancel': 'キャンセル',
  'page.back': 'アプリケーションに戻る',
  'page.tryAgain': 'もう一度試す',
  'page.help': 'お問い合わせ：',
  'page.requestId': 'リクエスト ID：{id}',

  'home.title': 'Latchkey は稼働しています',
  'home.intro':
    'お使いのソフトウェアは、誰がライセンスを持っているかをこのサーバーに問い合わせることができます。バージョン {version}',
  'home.docs': 'ドキュメント',
  'home.docsAbout': 'アプリケーションを接続する手順',
  'home.contract': 'API 仕様',
  'home.contractAbout': 'すべての呼び出しと応答（OpenAPI 形式）',
  'home.demo':
    'デモ用の会社を用意しました。デスクトップアプリケーションからサインインするには、次のコマンドを実行してください。',

  'signIn.title': '{account} にサインイン',
  'signIn.titleProduct': '{account} にサインインして {product} を利用',
  'signIn.problemTitle': 'エラー：{title}',
  'signIn.intro': 'ライセンスが発行されたメールアドレスを入力してください。',
  'signIn.email': 'メールアドレス',
  'signIn.password': 'パスワード',
  'signIn.submit': 'サインイン',
  'signIn.wrong': 'メールアドレスまたはパスワードが正しくありません。もう一度入力してください。',
  'signIn.tooMany': '入力の誤りが続いたため、{time}後にもう一度お試しください。',

  'signOut.title': 'サインアウトしますか？',
  'signOut.of': 'このブラウザーで {account} にサインインしています。',
  'signOut.here': 'このブラウザーでサインインしています。',
  'signOut.licenses': 'サインアウトしても、ライセンスは変わりません。',
  'signOut.submit': 'サインアウト',
  'signOut.stay': 'サインインしたままにする',
  'signedOut.title': 'サインアウトしました',
  'signedOut.done': 'このブラウザーでのセッションは終了しました。',
  'signedOut.staysTitle': 'サインインしたままです',
  'signedOut.stays': '変更はありません。',
  'signedOut.close': 'このウィンドウは閉じてかまいません。',

  'refused.title': 'サインインできませんでした',
  'refused.notSetUp.reason':
    'お客様の会社では、シングルサインオンの設定が有効ではなくなっています。',
  'refused.notSetUp.next': 'ソフトウェアの販売元、または社内の IT 部門にお問い合わせください。',
  'refused.unknownAccount.reason': 'この顧客アカウントではサインインできなくなっています。',
  'refused.unknownAccount.next':
    'お客様の会社でシングルサインオンの設定が有効かどうかを、ソフトウェアの販売元にお問い合わせください。',
  'refused.notVouched.reason':
    '{account} の ID プロバイダーで、メールアドレスが確認されていません。',
  'refused.notVouched.next':
    '確認済みのメールアドレスをアカウントに設定するよう IT 部門に依頼してから、もう一度お試しください。',
  'refused.disabled.reason': '{email} は、このソフトウェアを利用できなくなっています。',
  'refused.disabled.next': '社内のライセンス管理者にお問い合わせください。',
  'refused.denied.reason': '{account} の ID プロバイダーでサインインできませんでした。',
  'refused.denied.next':
    'ご自身でキャンセルしていない場合は、このソフトウェアを利用できるかどうかを IT 部門にご確認ください。',
  'refused.invalid.reason': '{account} の ID プロバイダーから正しい応答がありませんでした。',
  'refused.invalid.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',

  'unreachable.title': '{account} に接続できません',
  'unreachable.reason':
    '{account} の ID プロバイダーから応答がないため、サインインは完了していません。',
  'unreachable.next':
    'しばらくしてからもう一度お試しください。繰り返し発生する場合は、下のリクエスト ID を IT 部門にお知らせください。',

  'expired.title': 'このサインインは期限切れです',
  'expired.reason': '長時間操作がなかったか、すでに使用されたか、別のブラウザーで開かれました。',
  'expired.next': 'アプリケーションに戻り、もう一度サインインしてください。',

  'busy.title': 'しばらくお待ちください',
  'busy.reason': '現在、サインインが混み合っています。',
  'busy.reload': '入力内容は失われていません。数秒後にもう一度お試しください。',
  'busy.back': '入力内容は失われていません。前の画面に戻り、数秒後にもう一度お試しください。',

  'failed.next':
    'アプリケーションに戻り、もう一度お試しください。繰り返し発生する場合は、下のリクエスト ID を管理者にお知らせください。',
  'failed.notFound.title': 'ページが見つかりません',
  'failed.notFound.message': 'アドレスが間違っているか、ページがなくなっています。',
  'failed.tooMany.title': 'しばらくお待ちください',
  'failed.tooMany.message': 'リクエストが多すぎます。{time}後にもう一度お試しください。',
  'failed.unavailable.title': '処理できませんでした',
  'failed.unavailable.message':
    '現在、サーバーを利用できません。しばらくしてからもう一度お試しください。',
  'failed.internal.title': '処理できませんでした',
  'failed.internal.message':
    'サーバーでエラーが発生しました。詳細は、下のリクエスト ID でサーバーのログに記録されています。',
  'failed.refused.title': '処理できませんでした',
  'failed.refused.message': 'サーバーがリクエストを拒否しました：{code}',
  'failed.link.title': 'このサインインは続行できません',
  'failed.link.message':
    'このページを開いたリンクは無効です。アプリケーションからやり直してください。',

  'demo.banner': 'デモ用 ID プロバイダー · 実在のアカウントではありません',
  'demo.title': '誰がサインインしますか？',
  'demo.intro':
    'このページは、会社の ID プロバイダーの役割をします。人物を選んでください。パスワードは不要です。',
  'demo.licensed': 'ライセンスあり（{devices} 台）',
  'demo.unlicensed': 'ライセンスなし',
  'demo.disabled': 'ライセンスは無効',
};
